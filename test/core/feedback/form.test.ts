import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { FORM_LABELS, FORM_PATH, feedbackForm } from '../../../src/core/feedback/form.ts';
import { readSeverity, SEVERITIES } from '../../../src/core/feedback/severity.ts';
import { issueForm } from './issue-form-syntax.ts';

const form = issueForm.parse(parse(feedbackForm('procedure/feedback')));
const fields = form.body.flatMap((one) => (one.type === 'markdown' ? [] : [one]));

test('the form is one that GitHub accepts, at the place where GitHub looks', () => {
  expect(FORM_PATH).toBe('.github/ISSUE_TEMPLATE/procedure-feedback.yml');
  expect(form.labels).toEqual(['procedure/feedback']);
});

test('only "what happened" is required', () => {
  expect(fields.filter(({ validations }) => validations?.required).map(({ id }) => id)).toEqual(['what']);
});

test('procedure, quote and commit are fields that a link can fill in; the severity is not', () => {
  expect(fields.map(({ id, type }) => [id, type])).toEqual([
    ['what', 'textarea'],
    ['procedure', 'input'],
    ['severity', 'dropdown'],
    ['quote', 'textarea'],
    ['commit', 'input'],
  ]);
  expect(fields.map(({ attributes }) => attributes.label)).toEqual(Object.values(FORM_LABELS));
});

test('what the dropdown offers is read again as its severity', () => {
  const choices = fields.flatMap((one) => (one.type === 'dropdown' ? one.attributes.options : []));
  expect(choices.map(readSeverity)).toEqual(SEVERITIES);
});

test.each(['a: b', '"', "it's", '# x', 'ü/✓', 'a, b'])('a label of the name %j stays what it is', (label) => {
  expect(issueForm.parse(parse(feedbackForm(label))).labels).toEqual([label]);
});

describe('the syntax refuses', () => {
  const good = { name: 'n', description: 'd', body: [{ type: 'input', attributes: { label: 'l' } }] };
  test.each<[string, object]>([
    ['no name', { ...good, name: undefined }],
    ['a description that is no text', { ...good, description: true }],
    ['an unknown key', { ...good, hello: 'world' }],
    ['only Markdown', { ...good, body: [{ type: 'markdown', attributes: { value: 'x' } }] }],
    ['an unknown type', { ...good, body: [{ type: 'x', attributes: { label: 'l' } }] }],
    ['an id with a blank', { ...good, body: [{ type: 'input', id: 'a b', attributes: { label: 'l' } }] }],
    ['the option None', { ...good, body: [{ type: 'dropdown', attributes: { label: 'l', options: ['None'] } }] }],
    ['twin options', { ...good, body: [{ type: 'dropdown', attributes: { label: 'l', options: ['a', 'a'] } }] }],
    ['twin labels', { ...good, body: [...good.body, ...good.body] }],
    ['a password', { ...good, body: [{ type: 'input', attributes: { label: 'Password' } }] }],
    [
      'a value of a dropdown',
      { ...good, body: [{ type: 'dropdown', attributes: { label: 'l', options: ['a'], value: 'a' } }] },
    ],
  ])('%s', (_, form) => {
    expect(issueForm.safeParse(good).success).toBe(true);
    expect(issueForm.safeParse(form).success).toBe(false);
  });
});
