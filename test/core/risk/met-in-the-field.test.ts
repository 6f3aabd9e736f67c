// Lines of real repositories that were missed once, and their harmless neighbours.
import { expect, test } from '@jest/globals';
import { dangerOf, riskyLines } from '../../../src/core/risk/risky-lines.ts';
import { read } from '../procedure/read.ts';

test.each([
  ['gds aws govuk-production-admin aws s3 rm s3://govuk-production-mirror/x', 'shell', true],
  ['gds aws govuk-production-admin aws s3 ls s3://govuk-production-mirror/x', 'shell', false],
  ['gds aws govuk-test-fulladmin -- kubectl -n apps delete -f docdb-jumpbox.yaml', 'shell', true],
  ['gds aws govuk-test-fulladmin -- kubectl -n apps get pods', 'shell', false],
  ['gds-cli aws govuk-test-fulladmin aws rds delete-db-instance --db-instance-identifier x', 'shell', true],
  ['aws-vault exec prod -- aws s3 rb s3://x --force', 'shell', true],
  ['aws-vault exec prod -- aws s3 ls', 'shell', false],
  ['DROP OWNED BY "account-api";', 'sql', true],
  ['GRANT "account-api-owner-role" TO "account-api-user";', 'sql', true],
  ['SELECT * FROM pg_roles WHERE rolname = "granted";', 'sql', false],
  ['gpg --delete-secret-keys "$KEY_FP"', 'shell', true],
  ['gpg --list-secret-keys', 'shell', false],
  ['aws cognito-idp admin-disable-user --user-pool-id x --username jane', 'shell', true],
  ['aws cognito-idp admin-get-user --user-pool-id x --username jane', 'shell', false],
  ['kubectl delete netpol hello-world', 'shell', true],
  ['kubectl get netpol hello-world', 'shell', false],
] as const)('%s', (line, language, isHarmful) => {
  expect(dangerOf(line, language) !== null).toBe(isHarmful);
});

const page = (...commands: readonly string[]) => read(`# A\n\n\`\`\`sh\n${commands.join('\n')}\n\`\`\`\n`);
const stops = (...commands: readonly string[]) => riskyLines(page(...commands)).map(({ line }) => line - 3);

test.each([
  ['a file', 'kubectl apply -f jumpbox.yaml', 'kubectl -n apps delete -f jumpbox.yaml'],
  ['a thing by name', 'kubectl create configmap my-test --from-file a.js', 'kubectl -n apps delete configmap my-test'],
  ['a thing of two words', 'flux create source oci demo --url x', 'flux delete source oci -n apps demo'],
  ['a branch', 'git checkout -b mine', 'git push -d origin mine'],
  ['a volume', 'docker volume create demo', 'docker volume rm demo'],
])(
  '%s that the page made before is its own to take away; before it made it, or another, it is not',
  (_, make, take) => {
    expect(stops(make, take)).toEqual([]);
    expect(stops(take, make)).toEqual([1]);
    expect(stops(make, `${take}-2`)).toEqual([2]);
    expect(stops(make, `${take}\necho prod`)).toEqual([]);
  },
);

test.each([
  ['in production', 'kubectl apply -f a.yaml', 'kubectl --context prod-eu delete -f a.yaml'],
  ['all of a kind', 'kubectl create configmap a', 'kubectl delete configmap a --all'],
  ['one more with it', 'kubectl create configmap a', 'kubectl delete configmap a b'],
  ['one file more', 'kubectl apply -f a.yaml', 'kubectl delete -f a.yaml -f b.yaml'],
  ['something else on the line', 'kubectl apply -f a.yaml', 'kubectl delete -f a.yaml && dropdb orders'],
])('what is taken away %s counts', (_, make, take) => {
  expect(stops(make, take)).toContain(2);
});

test('a file that the text tells to create may go again, and no folder', () => {
  const told = (rm: string) => riskyLines(read(`Create \`/etc/resolver/demo\`.\n\n\`\`\`sh\n${rm}\n\`\`\`\n`)).length;
  expect(['sudo rm /etc/resolver/demo', 'sudo rm /etc/resolver/other', 'sudo rm -r /etc/resolver'].map(told)).toEqual([
    0, 1, 1,
  ]);
});
