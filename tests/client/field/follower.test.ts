import { describe, expect, it } from 'vitest';
import { FIT } from '../../../client/map/field/fit.ts';
import { Follower } from '../../../client/map/field/follower.ts';

/** A map of a pixel for each unit, 100 wide and 200 high, whose lower half a panel covers. */
class Sheet {
  middle: readonly [number, number] = [50, 50];
  moving = false;
  sent = 0;
  readonly follower = new Follower({
    pixelOf: ([x, y]) => ({ x: x - this.middle[0] + 50, y: y - this.middle[1] + 50 }),
    freeBox: () => ({ left: 0, top: 0, right: 100, bottom: 100 }),
    busy: () => this.moving,
    centreOn: (place) => {
      this.sent += 1;
      this.middle = place;
    },
  });

  stand(x: number, y: number, poor = false): void {
    this.follower.take({ lonLat: [x, y], accuracyMeters: 5, headingDegrees: null, poor });
  }
}

describe('a map that follows', () => {
  it('stands still while the person is well inside, and moves before they leave the sight', () => {
    const sheet = new Sheet();
    sheet.stand(50, 50);
    sheet.follower.want(true);
    for (const x of [55, 60, 70, 72]) sheet.stand(x, 50);
    expect(sheet.sent).toBe(0);
    sheet.stand(73, 50);
    expect([sheet.sent, sheet.middle]).toEqual([1, [73, 50]]);
    sheet.stand(73, 90);
    expect(sheet.middle).toEqual([73, 90]);
  });

  it('leaves a view alone that was fitted around the person and where they go', () => {
    const sheet = new Sheet();
    sheet.stand(FIT.padding, 50);
    sheet.follower.want(true);
    expect(sheet.sent).toBe(0);
  });

  it('brings a person who is out of sight into the middle when it begins', () => {
    const sheet = new Sheet();
    sheet.stand(500, 500);
    expect(sheet.sent).toBe(0);
    sheet.follower.want(true);
    expect(sheet.middle).toEqual([500, 500]);
  });

  it('does not go after a position that may be anywhere, nor pull the map from under a hand', () => {
    const sheet = new Sheet();
    sheet.follower.want(true);
    sheet.stand(900, 50, true);
    sheet.moving = true;
    sheet.stand(95, 50);
    expect(sheet.sent).toBe(0);
    sheet.moving = false;
    sheet.stand(96, 50);
    expect(sheet.sent).toBe(1);
  });

  it('ends when a hand moves the person out of sight, not when it moves them a little', () => {
    const sheet = new Sheet();
    const told: boolean[] = [];
    sheet.follower.onChange((on) => told.push(on));
    sheet.stand(50, 50);
    sheet.follower.want(true);
    sheet.middle = [90, 50];
    sheet.follower.movedByHand();
    expect(told).toEqual([false, true]);
    sheet.middle = [300, 50];
    sheet.follower.movedByHand();
    expect(told).toEqual([false, true, false]);
    sheet.stand(60, 50);
    expect(sheet.middle).toEqual([300, 50]);
  });
});
