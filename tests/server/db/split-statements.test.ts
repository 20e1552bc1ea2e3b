import { describe, expect, test } from 'vitest';
import { splitStatements } from '#server/db/split-statements.ts';

describe('splitting an SQL script into statements', () => {
  test.each([
    ['nothing', '', []],
    ['blanks, comments and empty statements', ' ;; -- a;b\n /* c; */ ; ', []],
    ['two statements, the last without a semicolon', 'select 1; select 2', ['select 1', 'select 2']],
    ['a semicolon in a string', "select ';'; select 2", ["select ';'", 'select 2']],
    ['a doubled quote in a string', "select 'it''s; so'; select 2", ["select 'it''s; so'", 'select 2']],
    ['a backslash in a plain string', "select '\\'; select 2", ["select '\\'", 'select 2']],
    ['a backslash quote in an E string', "select E'a\\';b'; select 2", ["select E'a\\';b'", 'select 2']],
    ['a name that ends in e before a string', "select name'\\'; select 2", ["select name'\\'", 'select 2']],
    ['a quoted name', 'select 1 as "a;b"; select 2', ['select 1 as "a;b"', 'select 2']],
    ['a dollar quote', 'do $$ begin; end $$; select 2', ['do $$ begin; end $$', 'select 2']],
    [
      'a tagged dollar quote around another',
      'do $a$ $$;$$ $b$ ; $a$; select 2',
      ['do $a$ $$;$$ $b$ ; $a$', 'select 2'],
    ],
    ['parameters are no dollar quotes', 'select $1; select $2', ['select $1', 'select $2']],
    ['a dollar inside a name', 'select a$b$c; select 2', ['select a$b$c', 'select 2']],
    [
      'nested block comments',
      'select 1 /* a /* b; */ c; */; select 2',
      ['select 1 /* a /* b; */ c; */', 'select 2'],
    ],
    ['a comment before a statement stays with it', '-- why\nselect 1;', ['-- why\nselect 1']],
    ['Chinese text', "select '图斑；'; select 2", ["select '图斑；'", 'select 2']],
  ])('%s', (_, script, statements) => {
    expect(splitStatements(script)).toEqual(statements);
  });

  test.each(["select 1;\nselect 'open", 'select "open', 'do $$ open', 'select 1 /* open'])(
    'an open quote is named with its line: %s',
    (script) => {
      expect(() => splitStatements(script)).toThrow(/^line \d+: .*never closed/);
    },
  );
});
