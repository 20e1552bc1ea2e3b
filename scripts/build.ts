import { buildClient } from './build/build-client.ts';
import { FIRST_VIEW_LIMIT } from './build/bundle-report.ts';
import { FIELD_LIMIT } from './build/field-report.ts';

const help = `npm run build    builds office and field app into dist/client and says how much script the first view
                 loads, and how much the field app has beside MapLibre and React`;

const kilobytes = (bytes: number) => `${(bytes / 1024).toFixed(1).padStart(8)} KB gzip`;

if (process.argv.includes('--help')) {
  console.log(help);
} else {
  const start = performance.now();
  const { firstView, worker, parts, later, field } = await buildClient();
  for (const { name, gzip } of parts) console.log(`${kilobytes(gzip)}  ${name}`);
  console.log(`${kilobytes(firstView)}  first view, main thread (limit ${FIRST_VIEW_LIMIT / 1024} KB)`);
  console.log(`${kilobytes(worker)}  map worker`);
  console.log(`${kilobytes(later)}  loaded when used`);
  console.log('field app:');
  for (const { name, gzip } of field.parts.slice(0, 12)) console.log(`${kilobytes(gzip)}  ${name}`);
  console.log(
    `${kilobytes(field.own)}  all of its own, texts and late parts too (limit ${FIELD_LIMIT / 1024} KB)`,
  );
  console.log(`${kilobytes(field.map)}  MapLibre with its worker`);
  console.log(`${kilobytes(field.react)}  React`);
  console.log(`built dist/client in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  if (firstView > FIRST_VIEW_LIMIT) {
    console.error('the first view loads more script than allowed: load panels when they are opened');
    process.exitCode = 1;
  }
  if (field.own > FIELD_LIMIT) {
    console.error('the field app has more script than allowed: phones load and parse all of it');
    process.exitCode = 1;
  }
}
