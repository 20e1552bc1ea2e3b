-- What tiles read: the outline in EPSG:3857 as tiny WKB on a grid of 0.1 m, with its own length. Made once when a row is written;
-- made for each tile it costs more than everything else PostgreSQL does for that tile. Never used for areas or for legal work.
-- A migration that makes another layer calls this after make_layer.
create procedure gengjie.add_tile_geometry(layer text) language plpgsql as $$
begin
  execute format('alter table gengjie.%I add column tile_geom bytea
    generated always as (st_astwkb(st_transform(geom, 3857), 1, 0, 0, true, false)) stored', layer);
end
$$;

do $$
declare
  layer text;
begin
  for layer in select v.layer from gengjie.layer_versions v order by v.layer loop
    call gengjie.add_tile_geometry(layer);
  end loop;
end
$$;
