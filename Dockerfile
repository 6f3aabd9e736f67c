# The service: webhooks, jobs and metrics. Configured by variables only, see docs/variables.md; docs/operations.md says how to run it.
# The version is exact; docs/operations.md says how to pin its digest as well.
FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
COPY tools/node/package.json tools/node/
# The image brings its own Node: the one that a checkout installs is optional, and left out. No package runs a script.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund && npm cache clean --force

FROM node:24.21.0-bookworm-slim
LABEL org.opencontainers.image.source="https://github.com/runbook-steward/runbook-steward" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
# Owned by root: the service can read itself, and change nothing of it.
COPY --from=packages /app/node_modules node_modules
COPY package.json LICENSE app.yml app.repair.yml ./
COPY src src
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
