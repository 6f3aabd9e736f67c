// metrics: what every name begins with.

export const PREFIX = 'runbook_steward_';
