// GitHub's syntax for issue forms, written down from its documentation ("Syntax for issue forms", "Syntax for GitHub's form schema",
// "Common validation errors when creating issue forms").
import { z } from 'zod';

const text = z.string().refine((value) => value.trim() !== '', 'must not be empty');
const list = z.union([z.array(text), text]);
const id = z.string().regex(/^[\w-]+$/, '`id` can only contain numbers, letters, -, _');
const validations = z.strictObject({ required: z.boolean() }).optional();
const label = text.refine((value) => !/pass(word|phrase)|credit card|secret/i.test(value), 'contains a forbidden word');
const asked = { label, description: text.optional() };
const typed = { ...asked, placeholder: text.optional(), value: text.optional() };
const option = text.refine(
  (value) => value.toLowerCase() !== 'none',
  '`options` must not include the reserved word, none',
);
const distinct = (values: readonly string[]) => new Set(values).size === values.length;

const element = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('markdown'), attributes: z.strictObject({ value: text }) }),
  z.strictObject({
    type: z.literal('textarea'),
    id: id.optional(),
    attributes: z.strictObject({ ...typed, render: text.optional() }),
    validations,
  }),
  z.strictObject({ type: z.literal('input'), id: id.optional(), attributes: z.strictObject(typed), validations }),
  z.strictObject({
    type: z.literal('dropdown'),
    id: id.optional(),
    attributes: z.strictObject({
      ...asked,
      multiple: z.boolean().optional(),
      options: z.array(option).min(1).refine(distinct, '`options` must be unique'),
      default: z.int().min(0).optional(),
    }),
    validations,
  }),
  z.strictObject({
    type: z.literal('checkboxes'),
    id: id.optional(),
    attributes: z.strictObject({
      ...asked,
      options: z.array(z.strictObject({ label: text, required: z.boolean().optional() })).min(1),
    }),
    validations,
  }),
]);

/** What Rails' `parameterize` makes of a label, by which a field without an id is called. */
const reference = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');

export const issueForm = z.strictObject({
  name: text,
  description: text,
  title: text.optional(),
  labels: list.optional(),
  assignees: list.optional(),
  projects: list.optional(),
  type: text.optional(),
  body: z
    .array(element)
    .min(1)
    .refine((all) => all.some(({ type }) => type !== 'markdown'), 'Body must contain at least one non-markdown field')
    .refine(
      (all) =>
        distinct(all.flatMap((one) => (one.type === 'markdown' ? [] : [one.id ?? reference(one.attributes.label)]))),
      'Body must have unique ids and labels',
    ),
});
