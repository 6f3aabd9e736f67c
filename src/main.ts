// The service's program. All that it is made of is loaded from here, so that what Node made of it is kept for the next start.
import { enableCompileCache, flushCompileCache } from 'node:module';
import { env } from './env.ts';

// In the user's own cache folder, as `bin/steward.js` does; NODE_COMPILE_CACHE names another one.
enableCompileCache(env.compileCache);
const { run } = await import('./run.ts');
await run();
// Now, and not only at the end: it may be killed.
flushCompileCache();
