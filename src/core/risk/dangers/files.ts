// core/risk/dangers: files, disks, accounts and the firewall of one machine.
import { type Danger, danger } from '../danger.ts';

/** What anybody may throw away: temporary files, caches and what a build makes. */
const DISPOSABLE = String.raw`(?:\.?\/?(?:[\w.-]+\/)*(?:tmp|temp|cache|\.cache|node_modules|build|dist|target|out|coverage|__pycache__|\.terraform|\.venv|venv)(?:\/\S*)?|\/(?:var\/)?tmp\/\S+|\S+\.(?:tmp|bak|swp|pid|lock|sock)|\$\{?(?:TMPDIR|TMP|tmpdir|tmp)\}?\S*)`;
const ONLY_DISPOSABLE = new RegExp(String.raw`^rm(?: -[\w-]+)*(?: ${DISPOSABLE})+(?: 2?>.*)?$`);
const KEPT = String.raw`\/(?:etc|var\/lib|var\/spool|data|srv|opt|home|mnt|usr|boot|root|lib)\/\S*`;

export const FILE_DANGERS: readonly Danger[] = [
  danger(
    'destruction',
    /^rm$/,
    / -(?:\w*[rR]\w*|-recursive)(?: |$)/,
    'deletes files and folders for good',
    ONLY_DISPOSABLE,
  ),
  danger('data-loss', /^rm$/, new RegExp(` ${KEPT}`), 'deletes files that the system keeps', ONLY_DISPOSABLE),
  danger('data-loss', /^rm$/, / \S*\*/, 'deletes every file that a pattern matches', ONLY_DISPOSABLE),
  danger(
    'data-loss',
    /^find$/,
    / -delete\b| -exec(?:dir)? rm /,
    'deletes every file that a search finds',
    /^find (?:\/var)?\/tmp\b/,
  ),
  danger('destruction', /^dd$/, / of=(?!\/dev\/(?:null|stdout)\b)\S/, 'overwrites what it writes to'),
  danger(
    'destruction',
    /^(?:mkfs(?:\.\w+)?|mke2fs|wipefs|shred|blkdiscard|mkswap|pg_resetwal|dropdb|dropuser)$/,
    /./,
    'destroys what was there',
  ),
  danger(
    'destruction',
    /^(?:fdisk|gdisk|sgdisk|parted|sfdisk)$/,
    /./,
    'changes the partitions of a disk',
    / (?:-l|--list|print)\b/,
  ),
  danger('destruction', /^(?:lv|vg|pv)remove$/, /./, 'removes a volume'),
  danger(
    'destruction',
    /^(?:zfs|zpool|btrfs|ceph|rbd)$/,
    / (?:destroy|labelclear|delete|rm|purge)\b/,
    'destroys a volume, a snapshot or a pool',
  ),
  danger('destruction', /^mdadm$/, / --(?:zero-superblock|stop|remove)/, 'takes a disk array apart'),
  danger('data-loss', /^truncate$/, / (?:-s|--size)[ =]?0\b/, 'empties a file'),
  danger('data-loss', /^rsync$/, / --delete/, 'deletes at its target what the source does not have'),
  danger('data-loss', /^crontab$/, / -r\b/, 'deletes every job of the table'),
  danger('data-loss', /^\S+$/, /> ?\/dev\/(?:sd|nvme|xvd|vd)\w+/, 'overwrites a disk'),
  danger(
    'permission',
    /^chmod$/,
    / (?:-R |--recursive )| (?:0?[0-7]?777|0?666|[ago]*[oa]\+\w*w\w*|[ugoa]*\+s)(?: |$)/,
    'gives permissions on files to others',
  ),
  danger('permission', /^(?:chown|chgrp)$/, / (?:-\w*R\w*|--recursive)\b/, 'gives whole folders to another account'),
  danger('permission', /^setfacl$/, / (?:-m|-x|-b|-R|--modify)/, 'changes who may use a file'),
  danger(
    'permission',
    /^(?:usermod|gpasswd|adduser)$/,
    /(?: -a?G| -a | --append| )\S* ?\S*(?:sudo|wheel|docker|admin|root)\b/,
    'gives an account administrative rights',
  ),
  danger('permission', /^(?:userdel|deluser|groupdel|delgroup|visudo)$/, /./, 'changes who may use the machine'),
  danger('permission', /^passwd$/, / (?:-d|--delete|root)\b/, 'changes who may log in'),
  danger(
    'permission',
    /^(?:echo|printf|cat|tee)$/,
    /(?:authorized_keys|\/etc\/sudoers)/,
    'changes who may log in or act as root',
    /^cat [^>]*$/,
  ),
  danger('permission', /^ip6?tables$/, / (?:-F|--flush|-X)\b| -P \w+ ACCEPT/, 'opens the firewall'),
  danger('permission', /^nft$/, / (?:flush|delete)\b/, 'opens the firewall'),
  danger('permission', /^ufw$/, / (?:disable|reset)\b/, 'opens the firewall'),
  danger(
    'permission',
    /^(?:systemctl|service)$/,
    /\b(?:stop|disable|mask)\b.*\b(?:firewalld|ufw|iptables|nftables|apparmor|auditd|fail2ban)\b|\b(?:firewalld|iptables)\b stop/,
    'turns a protection off',
  ),
  danger('permission', /^setenforce$/, / (?:0|permissive)\b/i, 'turns a protection off'),
  danger(
    'irreversible',
    /^(?:ldapdelete|kadmin|ipa|samba-tool)$/,
    /^ldapdelete|(?:-del\b|\bdelete\b|delprinc)/,
    'deletes an account or an entry of the directory',
  ),
  danger('destruction', /^remove-item$/i, / -recurse\b/i, 'deletes files and folders for good', / \$env:temp\S*/i),
  danger(
    'destruction',
    /^(?:format-volume|clear-disk|initialize-disk|diskpart|remove-partition)$/i,
    /./,
    'destroys what was on the disk',
  ),
  danger(
    'irreversible',
    /^remove-(?:ad|az|vm|mailbox|mguser|sql|ec2|s3|database|dns)\w*$/i,
    /./,
    'deletes an account or a resource',
    / -whatif\b/i,
  ),
  danger(
    'permission',
    /^(?:add-adgroupmember|add-rolegroupmember|new-azroleassignment|add-mailboxpermission|set-acl|grant-\w+)$/i,
    /./,
    'gives rights to somebody',
  ),
  danger('permission', /^set-executionpolicy$/i, / (?:unrestricted|bypass)\b/i, 'turns a protection off'),
  danger('permission', /^netsh$/i, / advfirewall .*state off/i, 'opens the firewall'),
  danger('destruction', /^(?:del|erase|rd|rmdir)$/i, / \/s\b/i, 'deletes files and folders for good'),
  danger('data-loss', /^gpg2?$/, / --delete-secret/, 'deletes secret keys'),
  danger('destruction', /^format$/i, /^format \w:/i, 'destroys what was on the disk'),
];
