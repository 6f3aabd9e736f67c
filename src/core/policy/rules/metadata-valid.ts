// core/policy/rules: an unknown or mistyped key, a wrong type, a value outside its enumeration.
import { fromReading } from '../rule.ts';

export const metadataValid = fromReading('metadata-valid', 'warning');
