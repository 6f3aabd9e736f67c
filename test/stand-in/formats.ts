// test/stand-in: ajv-formats is CommonJS, whose default export Node and the compiler name differently.
import formats from 'ajv-formats';

export const addFormats = formats.default;
