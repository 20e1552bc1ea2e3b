import ShieldAlert from 'lucide-react/icons/shield-alert';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../state/announcer.ts';
import { Button } from '../../ui/button.tsx';
import { alarmOf, onFenceEvent, silenceFence, useFenceWatch } from './fence-watch.ts';
import { speak } from './speech.ts';

/** 围栏提示: says in which controlled ground the person stands and how far its edge is; with it the phone shakes, and speaks if it may. */
export function FenceBanner() {
  const { t } = useTranslation();
  const state = useFenceWatch();
  const alarm = alarmOf(state);
  useEffect(
    () =>
      onFenceEvent((event) => {
        if (event.kind === 'confirmed') return;
        const sentence = t(`position.fence.${event.kind}`, {
          layer: t(`position.layer.${event.layer}`),
          meters: Math.round(Math.abs(event.signedMeters ?? 0)),
        });
        if (event.kind === 'entered') navigator.vibrate?.([300, 120, 300]);
        announce(sentence);
        speak(sentence);
      }),
    [t],
  );
  if (!alarm) return null;
  const { layer, place } = alarm;
  const unsure = place.certainty === 'possible' || place.certainty === 'leaving';
  const { blind } = state.watch;
  const words = blind ? 'blind' : unsure ? 'maybeInside' : 'inside';
  return (
    // Not a live region: its metres change with every fix, and entering and leaving are announced once.
    <div className="fence-banner">
      <ShieldAlert size={28} aria-hidden />
      <p>
        <strong>{t(`position.fence.${words}`, { layer: t(`position.layer.${layer}`) })}</strong>
        {!blind &&
          place.signedMeters !== null &&
          t('position.fence.edge', { meters: Math.round(Math.abs(place.signedMeters)) })}
      </p>
      <Button onClick={() => silenceFence(layer)}>{t('position.fence.seen')}</Button>
    </div>
  );
}
