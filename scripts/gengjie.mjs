#!/usr/bin/env node
// The command line of 耕界: registers the TypeScript loader, then runs scripts/cli/main.ts.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./cli/main.ts');
process.exitCode = await main(process.argv.slice(2));
