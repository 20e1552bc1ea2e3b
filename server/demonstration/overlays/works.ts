import { outlineOf } from '../plane/outline.ts';
import {
  readConversion,
  readDemolition,
  readFarmlandProjects,
  readGreenPlans,
  readProjectSites,
  readWorkspace,
} from '../seed-files.ts';
import { nearestWithin } from '../town/farmland.ts';
import { groundOf, type Town, taggedGround } from '../town/town.ts';
import { type Draft, reportedColumns } from './draft.ts';

/** Works with a figure in the plan: sites, the conversion, green space, demolition, a farmland project. */
export function workDrafts(town: Town): Draft[] {
  return [
    ...siteDrafts(town),
    ...conversionDrafts(town),
    ...greenDrafts(town),
    ...demolitionDrafts(town),
    ...farmlandProjectDrafts(town),
  ];
}

function siteDrafts(town: Town): Draft[] {
  const { sourceDocument } = readWorkspace();
  return readProjectSites().map((site) => ({
    layer: 'project_sites',
    regionCode: site.region,
    ground: taggedGround(town, site.tag),
    columns: {
      name: site.name,
      bound_east: site.bounds.east,
      bound_south: site.bounds.south,
      bound_west: site.bounds.west,
      bound_north: site.bounds.north,
      floor_area: site.floorArea,
      status: 'planned',
      ...reportedColumns(site.reported, sourceDocument, site.note),
    },
  }));
}

function conversionDrafts(town: Town): Draft[] {
  const { sourceDocument, region } = readWorkspace();
  const { batch, parcels } = readConversion();
  const regionOf = (tag: string) => town.parcels.find((parcel) => parcel.piece.tags.includes(tag))!.village;
  return [
    {
      layer: 'conversion_batches',
      regionCode: region,
      ground: groundOf(town, (parcel) => parcel.piece.tags.some((tag) => tag.startsWith('conversion:'))),
      columns: {
        batch_number: batch.number,
        name: batch.name,
        status: batch.status,
        ...reportedColumns(batch.reported, sourceDocument, batch.note),
      },
    },
    ...parcels.map(
      (parcel): Draft => ({
        layer: 'conversion_parcels',
        regionCode: regionOf(parcel.tag),
        ground: taggedGround(town, parcel.tag),
        columns: {
          parcel_number: parcel.number,
          name: parcel.name,
          batch_number: batch.number,
          status: batch.status,
          planned_use: parcel.use,
          land_class_after: parcel.landClassAfter,
          source_document: sourceDocument,
        },
      }),
    ),
  ];
}

function greenDrafts(town: Town): Draft[] {
  const { sourceDocument, region } = readWorkspace();
  return readGreenPlans().map((plan) => ({
    layer: 'green_plans',
    regionCode: region,
    ground: taggedGround(town, plan.tag),
    columns: {
      name: plan.name,
      plan_year: plan.year,
      green_kind: plan.kind,
      status: plan.status,
      ...reportedColumns([plan.yearReported, '公顷'], sourceDocument, `原文数值为${plan.year}年合计`),
    },
  }));
}

function demolitionDrafts(town: Town): Draft[] {
  const { sourceDocument } = readWorkspace();
  const { zones, dueOn } = readDemolition();
  return zones.map((zone) => ({
    layer: 'demolition_zones',
    key: zone.tag,
    regionCode: zone.region,
    ground: taggedGround(town, zone.tag),
    columns: {
      name: zone.name,
      zone_kind: zone.kind,
      households_unsigned: zone.unsigned,
      decision_step: zone.stepsFinished > 0 ? String(zone.stepsFinished) : null,
      due_on: dueOn,
      ...(zone.unsigned === null
        ? { source_document: sourceDocument, source_note: zone.note }
        : reportedColumns(
            [String(zone.unsigned), '户'],
            sourceDocument,
            '原文只给剩余未签约户数，未给总户数。',
          )),
    },
  }));
}

function farmlandProjectDrafts(town: Town): Draft[] {
  const pieces = town.parcels.map((parcel) => parcel.piece);
  const fields = town.parcels.flatMap((parcel, i) =>
    parcel.piece.zone === 'cropland' && !parcel.piece.tags.length ? [i] : [],
  );
  return readFarmlandProjects().map((project) => {
    const chosen = nearestWithin(
      fields,
      pieces,
      (index) => Number(town.parcels[index]!.columns.parcel_area),
      project.around,
      project.squareMeters,
    );
    return {
      layer: 'farmland_projects',
      regionCode: town.parcels[chosen[0]!]!.village,
      ground: outlineOf(chosen.map((index) => pieces[index]!.ring)),
      columns: {
        name: project.name,
        project_code: project.code,
        plan_year: project.year,
        status: project.status,
        source_note: '虚构项目，文件中没有对应数值。',
      },
    };
  });
}
