import { Field } from '../../ui/field';
import { Input } from '../../ui/input';

/** What somebody who comes for the first time is called. */
export const NameField = () => (
  <Field label="Your name" required>
    {(control) => <Input {...control} name="name" autoComplete="name" maxLength={200} required />}
  </Field>
);

/** A password that is chosen here, as long as the API asks for. */
export const NewPasswordField = ({ help }: { readonly help: string }) => (
  <Field label="Password" required help={help}>
    {(control) => (
      <Input
        {...control}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={12}
        maxLength={256}
        required
      />
    )}
  </Field>
);
