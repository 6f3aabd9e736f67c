// core/policy/rules: what stands as the owner is no owner, or a slug with no mapping.
import { fromReading } from '../rule.ts';

export const ownerValid = fromReading('owner-valid', 'failure');
