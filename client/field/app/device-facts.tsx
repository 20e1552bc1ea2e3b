import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { bytesText } from './bytes.ts';
import { askPersistence, freeBytes, measureStorage, useStorage } from './storage.ts';
import { takeNewVersion, useUpdate } from './update.ts';

/** 本机: whether the app opens without a connection, whether what is stored is safe, how much room is left. */
export function DeviceFacts() {
  const { t } = useTranslation();
  const storage = useStorage();
  const { offline, waiting } = useUpdate();
  const free = freeBytes(storage);
  useEffect(() => void measureStorage(), []);
  return (
    <section aria-labelledby="me-device">
      <h2 id="me-device">{t('shell.device.title')}</h2>
      <dl className="facts">
        <dt>{t('shell.device.offline')}</dt>
        <dd>{t(`shell.device.offlineState.${offline}`)}</dd>
        {storage.persistence !== null && (
          <>
            <dt>{t('shell.device.persistence')}</dt>
            <dd>
              {t(`shell.device.persistenceState.${storage.persistence}`)}
              {storage.persistence === 'refused' && (
                <Button onClick={() => void askPersistence()}>{t('shell.device.askAgain')}</Button>
              )}
            </dd>
          </>
        )}
        <dt>{t('shell.device.room')}</dt>
        <dd>
          {free === null
            ? t('shell.device.roomUnknown')
            : t('shell.device.roomIs', { used: bytesText(storage.usage ?? 0), free: bytesText(free) })}
        </dd>
        <dt>{t('shell.device.version')}</dt>
        <dd>
          {waiting ? t('shell.update.waiting') : t('shell.device.newest')}
          {waiting && (
            <Button variant="primary" onClick={() => void takeNewVersion()}>
              {t('shell.update.take')}
            </Button>
          )}
        </dd>
      </dl>
    </section>
  );
}
