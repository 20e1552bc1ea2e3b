import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

type Heading = typeof import('../../../client/field/position/heading.ts');

/** A browser with a compass, or what it has instead of one. */
async function browserWith(kind: object | undefined): Promise<{ module: Heading; turn: () => void }> {
  const target = new EventTarget();
  const names = {
    ondeviceorientationabsolute: null,
    isSecureContext: true,
    DeviceOrientationEvent: kind,
  };
  vi.stubGlobal('window', names);
  vi.stubGlobal('addEventListener', target.addEventListener.bind(target));
  vi.stubGlobal('removeEventListener', target.removeEventListener.bind(target));
  vi.resetModules();
  const module = await import('../../../client/field/position/heading.ts');
  const turn = () =>
    target.dispatchEvent(
      Object.assign(new Event('deviceorientationabsolute'), { alpha: 270, beta: 90, gamma: 0 }),
    );
  return { module, turn };
}

const asked = (answer: 'granted' | 'denied') => ({ requestPermission: vi.fn(async () => answer) });

describe('the compass', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('needs no press where the browser could be asked but tells at once', async () => {
    const kind = asked('granted');
    const { module, turn } = await browserWith(kind);
    module.holdHeading();
    turn();
    await vi.advanceTimersByTimeAsync(5000);
    expect(module.useHeading.getState()).toMatchObject({ status: 'on', heading: { reference: 'magnetic' } });
    expect(kind.requestPermission).not.toHaveBeenCalled();
  });

  it('wants a press where the browser is silent until it is asked, and tells after it', async () => {
    const { module, turn } = await browserWith(asked('granted'));
    module.holdHeading();
    await vi.advanceTimersByTimeAsync(1000);
    expect(module.useHeading.getState().status).toBe('ask');
    await module.allowHeading();
    turn();
    expect(module.useHeading.getState().status).toBe('on');
  });

  it('is none after a refusal, without one, and in a browser that knows none', async () => {
    const refused = await browserWith(asked('denied'));
    refused.module.holdHeading();
    await refused.module.allowHeading();
    expect(refused.module.useHeading.getState().status).toBe('none');

    const silent = await browserWith({});
    silent.module.holdHeading();
    await vi.advanceTimersByTimeAsync(4000);
    expect(silent.module.useHeading.getState().status).toBe('none');

    const without = await browserWith(undefined);
    without.module.holdHeading();
    expect(without.module.useHeading.getState().status).toBe('none');
  });

  it('stays off when the camera was closed while the browser asked', async () => {
    const { module, turn } = await browserWith(asked('granted'));
    const close = module.holdHeading();
    const asking = module.allowHeading();
    close();
    await asking;
    turn();
    expect(module.useHeading.getState().status).toBe('idle');
  });
});
