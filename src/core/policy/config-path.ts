// core/policy: where a repository keeps its configuration.

/** The one place (contract §3). */
export const CONFIG_PATH = '.github/runbook-steward.yml';
