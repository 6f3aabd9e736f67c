// test/core/risk: every line of the five real repositories that the reader stops at, judged by hand: would a person who classifies risk stop there?
// Wrong is what destroys nothing of anybody's, gives nobody rights and changes no production, read strictly. What is not named is right.

/** By repository and path, the lines. */
export const STOPPED_AT: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {
  'alphagov_govuk-developer-docs': {
    'source/kubernetes/creating-a-new-database/create-readonly-credentials-for-your-rds-database.html.md': [
      92, 93, 94, 101, 104, 107,
    ],
    'source/kubernetes/creating-a-new-database/index.html.md': [72, 73, 79],
    'source/kubernetes/manage-app/create-new-env/index.html.md': [93],
    'source/manual/convert-postgres-to-use-owner-roles.html.md': [160, 173, 181, 182, 183, 184, 212, 216, 256],
    'source/manual/data-gov-uk-2nd-line.html.md': [592, 657],
    'source/manual/documentdb-mongo.html.md': [148],
    'source/manual/howto-backup-and-restore-in-aws-rds.html.md': [197],
    'source/manual/intro-to-docker-advanced.html.md': [360, 362, 363],
    'source/manual/manage-assets.html.md.erb': [81],
    'source/manual/rotating-rds.credentials.html.md': [145, 151, 295, 386, 392, 487, 495],
  },
  'aws-samples_aws-incident-response-playbooks': {
    'playbooks/Amazon Bedrock AgentCore Playbooks/IRP-AgentCoreAgentIntegrity.md': [301, 304, 307, 351, 364],
    'playbooks/Amazon Bedrock AgentCore Playbooks/IRP-AgentCoreAuthorizationBypass.md': [300, 311, 320, 322, 392],
    'playbooks/Amazon Bedrock AgentCore Playbooks/IRP-AgentCoreIdentityCompromise.md': [
      254, 262, 270, 289, 299, 307, 310, 385, 402, 403,
    ],
    'playbooks/Amazon Bedrock AgentCore Playbooks/IRP-AgentCoreObservabilityTampering.md': [298, 307, 319, 350],
    'playbooks/Amazon Bedrock AgentCore Playbooks/IRP-AgentCoreToolAbuse.md': [256, 295, 309],
    'playbooks/IRP-DoS.md': [314, 438],
    'playbooks/IRP-PersonalDataBreach.md': [396],
    'playbooks/IRP-Ransomware.md': [296, 300, 304, 325, 361, 395, 431, 518, 594, 653, 661, 1034],
  },
  giantswarm_docs: {
    'src/content/getting-started/prepare-your-provider-infrastructure/azure/index.md': [112, 115],
    'src/content/getting-started/understand-connectivity/index.md': [129, 179, 247],
    'src/content/overview/observability/alert-management/silences/index.md': [259],
    'src/content/tutorials/continuous-deployment/apps/update-appcr.md': [90],
    'src/content/tutorials/continuous-deployment/helm-releases/update-helmrelease.md': [139],
  },
  'ministryofjustice_modernisation-platform': {
    'source/user-guide/iam-exposed-credential-response.html.md.erb': [53],
  },
};

/** Of these, what is wrong, and why: `path:line`. */
export const WRONG: Readonly<Record<string, string>> = {
  'source/manual/intro-to-docker-advanced.html.md:360': "a database of the exercise, on the reader's own machine",
  'source/manual/intro-to-docker-advanced.html.md:362': 'the same',
  'source/manual/intro-to-docker-advanced.html.md:363': 'the same',
  'src/content/getting-started/understand-connectivity/index.md:179': 'a policy that the page has just made',
};

/** What the reader passes by and should not, as far as anybody has seen: each line with a word of taking away was looked at. */
export const MISSED: readonly string[] = [
  'ckan sysadmin remove USERNAME',
  'ckan user remove USERNAME',
  'ckan dataset purge DATASET_NAME',
  'ckan harvester purge-queues',
  'aws ec2 detach-volume --volume-id vol-COMPROMISED --instance-id i-EXAMPLE',
  'kubectl delete silence maintenance-window -n my-namespace',
];
