// scripts: the tables as the database itself tells of them, as text: the same of PostgreSQL and of the embedded one.

export type Ask = (text: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** What belongs to an extension, to the queue or to the migrator is theirs. */
const OURS = `n.nspname = 'public' and c.relname not like 'kysely%'
  and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`;

const COLUMNS = `
  select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as needed,
    a.attidentity <> '' as counts, a.attgenerated <> '' as derived, pg_get_expr(d.adbin, d.adrelid) as value
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relkind = 'r' and ${OURS} order by c.relname collate "C", a.attnum`;

const CONSTRAINTS = `
  select c.relname as table, k.conname as name, pg_get_constraintdef(k.oid) as text
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype <> 'n' and ${OURS} order by c.relname collate "C", k.conname collate "C"`;

const INDEXES = `
  select t.relname as table, pg_get_indexdef(i.indexrelid) as text
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = t.relnamespace
  where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    and t.relname not like 'kysely%' and ${OURS} order by c.relname collate "C"`;

const TRIGGERS = `
  select c.relname as table, pg_get_triggerdef(g.oid) as text
  from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not g.tgisinternal and ${OURS} order by g.tgname collate "C"`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = 'public' and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
  order by p.proname collate "C"`;

const HEAD = `-- The tables of this version, as the database tells of them: \`node scripts/schema.ts\` writes this file, and a test compares it.
-- It is for reading; what makes the tables is migrations/.
`;

/** The whole schema, table by table. */
export async function schemaText(ask: Ask): Promise<string> {
  const columns = Map.groupBy(await ask(COLUMNS), ({ table }) => String(table));
  const constraints = Map.groupBy(await ask(CONSTRAINTS), ({ table }) => String(table));
  const rest = Map.groupBy([...(await ask(INDEXES)), ...(await ask(TRIGGERS))], ({ table }) => String(table));
  const tables = [...columns].map(([table, some]) => {
    const lines = [
      ...some.map(columnText),
      ...(constraints.get(table) ?? []).map(({ name, text }) => `constraint ${name} ${text}`),
    ];
    const more = (rest.get(table) ?? []).map(({ text }) => `${text};\n`);
    return `create table ${table} (\n${lines.map((line) => `  ${line}`).join(',\n')}\n);\n${more.join('')}`;
  });
  const functions = (await ask(FUNCTIONS)).map(({ text }) => `${String(text).trim()};\n`);
  return [HEAD, ...tables, ...functions].join('\n');
}

function columnText({ name, type, needed, counts, derived, value }: Readonly<Record<string, unknown>>): string {
  return [
    `${name} ${type}`,
    ...(needed ? ['not null'] : []),
    ...(counts ? ['generated always as identity'] : []),
    ...(derived ? [`generated always as (${value}) stored`] : value === null ? [] : [`default ${value}`]),
  ].join(' ');
}
