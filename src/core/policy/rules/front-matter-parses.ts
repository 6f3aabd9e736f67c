// core/policy/rules: the metadata block is broken, unterminated, duplicated, executable, or hits a YAML trap.
import { fromReading } from '../rule.ts';

export const frontMatterParses = fromReading('front-matter-parses', 'failure');
