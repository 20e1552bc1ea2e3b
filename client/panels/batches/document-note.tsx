import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/field.tsx';

interface DocumentNoteProps {
  readonly document: string;
  readonly onDocument: (text: string) => void;
  readonly hint: string;
  readonly error?: string | undefined;
  readonly note: string;
  readonly onNote: (text: string) => void;
}

/** 依据文件与备注, as every entry of a batch and of the balance has them. */
export function DocumentNote({ document, onDocument, hint, error, note, onNote }: DocumentNoteProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextField
        label={t('batches.document')}
        value={document}
        onChange={onDocument}
        maxLength={200}
        autoComplete="off"
        hint={hint}
        error={error}
      />
      <TextField
        label={t('batches.note')}
        value={note}
        onChange={onNote}
        maxLength={500}
        autoComplete="off"
      />
    </>
  );
}
