// scripts: `npm run steward`. npm moves into the checkout first; paths on the command line are meant from where npm was called.
process.chdir(process.env.INIT_CWD ?? '.');
await import('../bin/steward.js');
