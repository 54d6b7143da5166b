import { Link, useLocation } from '@tanstack/react-router';
import { shortestPassword } from '@wardwright/domain/identity/rules';
import { type ReactElement, useState } from 'react';
import { t } from '../../shell/i18n.tsx';
import { resetPassword } from '../auth.ts';
import { passwordWords } from '../password-words.ts';
import { DoorFrame } from './door-frame.tsx';
import styles from './door.module.css';
import { PasswordField } from './password-field.tsx';
import { SubmitForm, useSubmission } from './submit.tsx';

/** Chooses a new password. The secret half of the link stands behind the #, which browsers send to nobody. */
export function ResetPage(): ReactElement {
  const token = useLocation().hash;
  const [password, setPassword] = useState('');
  const [done, setDone] = useState(false);
  const submission = useSubmission(['password']);
  if (done)
    return (
      <DoorFrame title={t('identity.reset.done')} lead={t('identity.reset.done.text')}>
        <div className={styles.ways}>
          <Link to="/sign-in">{t('identity.signin')}</Link>
        </div>
      </DoorFrame>
    );
  const again = (
    <div className={styles.ways}>
      <Link to="/forgot-password">{t('identity.reset.again')}</Link>
    </div>
  );
  if (token === '')
    return (
      <DoorFrame title={t('identity.reset.missing')} lead={t('identity.reset.missing.text')}>
        {again}
      </DoorFrame>
    );
  const problem = passwordWords(password);
  const send = (): void => void submission.run(() => resetPassword({ token, newPassword: password })).then(setDone);
  return (
    <DoorFrame title={t('identity.reset')} lead={t('identity.reset.text')}>
      <SubmitForm submission={submission} verb={t('identity.reset.do')} ready={problem === null} onSubmit={send}>
        <PasswordField label={t('identity.password.new')} kind="new" value={password} onChange={setPassword} hint={t('identity.password.hint', { n: shortestPassword })} error={problem ?? submission.about('password') ?? null} />
      </SubmitForm>
      {again}
    </DoorFrame>
  );
}
