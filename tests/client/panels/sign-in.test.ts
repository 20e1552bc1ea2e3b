import { describe, expect, it } from 'vitest';
import { agentName } from '../../../client/panels/account/agent.ts';
import { ruleStates } from '../../../client/panels/sign-in/password-rules.ts';
import { inGroups } from '../../../client/panels/sign-in/secret.ts';
import { clockText } from '../../../client/panels/sign-in/use-countdown.ts';

const rules = { minimumLength: 10, kinds: 3, remembered: 5, maximumAgeDays: 90 };
const li = { username: 'li.xiuying', name: '李秀英' };

describe('the rules beside a new password', () => {
  const met = (password: string, again = '') =>
    ruleStates(rules, password, again, li)
      .filter((state) => state.met)
      .map(({ rule }) => rule);

  it('tick one by one as they are met', () => {
    expect(met('')).toEqual([]);
    expect(met('field')).toEqual(['name', 'usual']);
    expect(met('Meadow+Lake')).toEqual(['length', 'kinds', 'name', 'usual']);
    expect(met('Meadow+Lake', 'Meadow+Lake')).toEqual(['length', 'kinds', 'name', 'usual', 'same']);
  });

  it('untick for the name of the person and for what everybody chooses', () => {
    expect(met('Li.Xiuying-2026')).not.toContain('name');
    expect(met('李秀英-Meadow-26')).not.toContain('name');
    expect(met('P@ssw0rd2026!')).not.toContain('usual');
  });

  it('leave to the server what only it knows', () => {
    const states = ruleStates(rules, 'Meadow+Lake', 'Meadow+Lake', li);
    expect(states.find(({ rule }) => rule === 'remembered')?.met).toBeNull();
    expect(ruleStates({ ...rules, remembered: 0 }, 'x', 'x', li).map(({ rule }) => rule)).not.toContain(
      'remembered',
    );
  });
});

describe('what people read aloud', () => {
  it('a secret in groups of four', () => {
    expect(inGroups('JBSWY3DPEHPK3PXPAB')).toBe('JBSW Y3DP EHPK 3PXP AB');
    expect(inGroups('')).toBe('');
  });

  it('a wait as a clock', () => {
    expect([0, 9, 75, 875, 3675].map(clockText)).toEqual(['0:00', '0:09', '1:15', '14:35', '1:01:15']);
  });

  it('a program by the name people know', () => {
    const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
    expect(agentName(`${windows} Chrome/140.0.0.0 Safari/537.36`)).toBe('Chrome 140 · Windows');
    expect(agentName(`${windows} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0`)).toBe('Edge 140 · Windows');
    expect(agentName('Mozilla/5.0 (Linux; Android 14) Gecko Firefox/143.0')).toBe('Firefox 143 · Android');
    expect(agentName('QGIS/33411')).toBe('QGIS 33411');
    expect(agentName('curl')).toBeNull();
  });
});
