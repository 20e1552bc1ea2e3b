import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../client/api/download.ts';

describe('name of a downloaded file', () => {
  it('is the server’s, in any script', () => {
    expect(fileNameOf(`attachment; filename*=UTF-8''${encodeURIComponent('耕地保有量-2026.csv')}`)).toBe(
      '耕地保有量-2026.csv',
    );
    expect(fileNameOf('attachment; filename="targets.csv"')).toBe('targets.csv');
  });

  it('is none when the header names none or is broken', () => {
    for (const header of [null, 'attachment', "attachment; filename*=UTF-8''%E0%A4%A"])
      expect(fileNameOf(header)).toBeNull();
  });
});
