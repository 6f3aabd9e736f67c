// web: how the registration pages look, on a phone as on a desk, in the light as in the dark.

export const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 1rem; }
fieldset, .box { border: 1px solid color-mix(in srgb, currentColor 30%, transparent); border-radius: .5rem; margin: 0 0 1.25rem; padding: .75rem 1rem 1rem; min-width: 0; }
legend { font-weight: 600; padding: 0 .35rem; }
label { display: block; }
.choice { display: flex; gap: .6rem; padding: .35rem 0; align-items: baseline; }
input[type=text], input[type=url] { width: 100%; font: inherit; padding: .6rem; margin-top: .35rem; border: 1px solid currentColor; border-radius: .35rem; }
input[aria-invalid=true] { outline: 2px solid #c62828; }
small { display: block; opacity: .8; }
button { font: inherit; font-weight: 600; padding: .7rem 1.2rem; border: 0; border-radius: .4rem; background: #1a7f37; color: #fff; cursor: pointer; }
:focus-visible { outline: 3px solid #0969da; outline-offset: 2px; }
.problem { color: #c62828; font-weight: 600; margin: .35rem 0 0; }
pre { white-space: pre-wrap; padding: .75rem; border-radius: .35rem; background: color-mix(in srgb, currentColor 10%, transparent); }
li { margin-bottom: .6rem; }
@media (prefers-color-scheme: dark) { .problem { color: #ff8a80; } }
`;
