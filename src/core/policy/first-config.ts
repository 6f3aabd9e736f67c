// core/policy: the configuration that `steward init` begins with.

/** A configuration that changes nothing but that new failures count, and says of the rest what it would be for. */
export const FIRST_CONFIG = `# Runbook Steward: keeps operations procedures owned and reviewed.
# Every key is optional; \`steward config --explain\` prints what holds and why.

# From now on a pull request fails for failures that it brings in, and only for those. (new | touched | off)
enforce: new

# Which files are procedures, where the defaults (runbooks/, playbooks/, sop/, procedures/ …) do not fit.
# procedures:
#   include: ["docs/operations/**/*.md"]

# Who is told of what nobody owns, and what short names in \`owner:\` stand for.
# owners:
#   fallback: "@your-org/ops-leads"
#   map: {payments: "@your-org/payments-sre"}

# How often a procedure is reviewed.
# review:
#   default: 12 months
#   byRisk: {critical: 3 months, high: 6 months}

# How soon feedback is answered.
# feedback:
#   respondIn: {dangerous: 1 day, wrong: 5 days, unclear: 10 days, idea: 30 days}
`;
