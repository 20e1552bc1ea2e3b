import type { LayerId } from '#core/catalog/types.ts';
import type { ScenarioItem, TargetEffect } from '#core/contract/what-if.ts';
import type { Finding } from '#core/finding.ts';

/*
 * 切割结果: what a cutter measured, PostGIS on the server or the clipper in the browser. Areas are ellipsoidal m², not rounded; both feed the one
 * `evaluateScenario`. Items are made disjoint before they are cut (`exclusive`): losing kinds before reclamation, earlier before later.
 */

/** An item as it was cut. */
export interface ItemCut {
  readonly id: string;
  /** False when its outline is invalid: nothing was cut of it, `findings` says what is wrong and where. */
  readonly valid: boolean;
  /** Its own area, and that of what no earlier or stronger item takes. */
  readonly areaSquareMeters: number;
  readonly exclusiveSquareMeters: number;
  readonly findings: readonly Finding[];
}

/** What one item (its exclusive ground) cuts from one feature of a layer with signed areas. */
interface SignedCut {
  readonly item: string;
  readonly id: number;
  readonly versionId: number;
  readonly label: string;
  readonly regionCode: string;
  /** Of the whole feature, m² to 0.01. */
  readonly parcelArea: number;
  readonly deductedArea: number;
  readonly classArea: number;
  /** Ellipsoidal area of the whole feature, and of the piece. */
  readonly geometryArea: number;
  readonly cutArea: number;
}

/** 地类图斑 under an item. */
export interface GroundCut extends SignedCut {
  readonly landClass: string;
  readonly landClassScheme: string;
}

/** 永久基本农田 under an item. */
export type PermanentCut = SignedCut;

/** A feature of another control layer under an item; `cutArea` as it lies, features may overlap each other. */
export interface ControlCut {
  readonly item: string;
  readonly layer: LayerId;
  readonly id: number;
  readonly label: string;
  readonly cutArea: number;
}

export interface ScenarioCuts {
  readonly items: readonly ItemCut[];
  readonly ground: readonly GroundCut[];
  readonly permanent: readonly PermanentCut[];
  readonly control: readonly ControlCut[];
  /** Area that each control layer covers of each item and of all (item null): ground under several of its features counts once. */
  readonly covered: readonly {
    readonly layer: LayerId;
    readonly item: string | null;
    readonly area: number;
  }[];
  /** Layers that the asker may not see whole there, or that hold nothing at all: what they would say is unknown. */
  readonly unseen: readonly LayerId[];
}

export interface ScenarioInput {
  readonly items: readonly ScenarioItem[];
  readonly cuts: ScenarioCuts;
  readonly moments: { readonly asOf: string; readonly knownAt: string };
  /** Date (ISO day) whose rules and land groups hold. */
  readonly date: string;
  readonly regionCode: string;
  /** Targets with what is measured before; `after` is worked out. */
  readonly targets: readonly TargetEffect[];
  /** Names of villages by 12-digit code. */
  readonly regionNames: ReadonlyMap<string, string>;
}
