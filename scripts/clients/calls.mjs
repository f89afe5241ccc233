// Writes the calls of a plan as TypeScript, so that the compiler checks them against the types of a generated client.
//   node calls.mjs openapi-fetch|hey-api PLAN.json
import { readFileSync } from 'node:fs';

const [, , generator, file] = process.argv;
const plan = JSON.parse(readFileSync(file, 'utf8'));
const json = value => JSON.stringify(value, null, 2);

const headers = call => call.security === null ? '{}' : `{ Authorization: ${call.security} }`;

const parts = (call, path) => [
  `baseUrl: ${json(call.server)}`,
  `headers: ${headers(call)}`,
  ...Object.keys(call.parameters).length > 0 ? [path(json(call.parameters))] : [],
  ...call.body === undefined ? [] : [`body: ${json(call.body)}`],
].join(', ');

// Only its caller knows what openapi-fetch is to read.
const reading = { file: `, parseAs: 'blob'`, text: `, parseAs: 'text'`, json: '', nothing: '' };

// How Hey API writes a name: an acronym is a word like others.
const camel = id => {
  const words = id.replace(/[A-Z]+(?=[A-Z][a-z]|$)/g, run => run[0] + run.slice(1).toLowerCase());
  return words[0].toLowerCase() + words.slice(1);
};

const writers = {
  'openapi-fetch': {
    imports: `import createClient from 'openapi-fetch';\nimport type { paths } from './schema';\nconst client = createClient<paths>();`,
    call: call => `client.${call.method}(${json(call.path)}, { ${parts(call, path => `params: { path: ${path} }`)}${reading[call.answer]} })`,
  },
  'hey-api': {
    imports: `import * as client from './client';`,
    call: call => `client.${camel(call.id)}({ ${parts(call, path => `path: ${path}`)} })`,
  },
};

const writer = writers[generator];
process.stdout.write(`${writer.imports}
import { count, report } from './count';

const bearer = \`Bearer \${process.env['TOKEN']}\`;
const basic = \`Basic \${Buffer.from('client:secret').toString('base64')}\`;

async function main(): Promise<void> {
${plan.map(call => `  await count(${json(call.id)}, ${json(call.example)}, () => ${writer.call(call)});`).join('\n')}
  report();
}

void main();
void bearer;
void basic;
`);
