// core/policy/rules: wrong type, value or limit in a configuration file.
import type { RepositoryRule } from '../rule.ts';

export const configValid: RepositoryRule = {
  id: 'config-valid',
  level: 'failure',
  about: 'repository',
  check: ({ survey }) => survey.configProblems,
};
