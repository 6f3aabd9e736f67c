// bench: Probot's own server, which checks the signature and does nothing durable.
import { createServer } from 'node:http';
import { createNodeMiddleware, Probot } from 'probot';

const probot = new Probot({
  ...{ appId: 1, privateKey: process.env['PRIVATE_KEY'] ?? '', secret: process.env['WEBHOOK_SECRET'] ?? '' },
  logLevel: 'fatal',
});
const app = (bot: Probot) => {
  bot.on('pull_request', async () => {});
};
const middleware = await createNodeMiddleware(app, { probot, webhooksPath: '/api/github/webhooks' });
const server = createServer(async (request, response) => {
  if (!(await middleware(request, response))) response.writeHead(404).end();
});
server.listen(0, '127.0.0.1', () => {
  const at = server.address();
  process.send?.({ url: `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}` });
});
process.on('disconnect', () => process.exit(0));
