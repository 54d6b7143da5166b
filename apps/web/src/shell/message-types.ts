/** Identifiers of one context all start with its name, so that two contexts cannot claim the same one. */
export type Catalogue<Context extends string> = Readonly<Record<`${Context}.${string}`, string>>;

type UpTo<Text extends string, Stop extends string> = Text extends `${infer Head}${Stop}${string}` ? Head : Text;
type NameOf<Text extends string> = UpTo<UpTo<Text, '}'>, ','>;
type IsName<Text extends string> = Text extends '' ? never : Text extends `${string}${' ' | '#' | '<' | '{'}${string}` ? never : Text;

/** The placeholders of an ICU message: `{n} of {total}` gives 'n' | 'total'; plural branches hold a # or a space and are skipped. */
export type PlaceholdersOf<Text extends string> = Text extends `${string}{${infer Rest}` ? IsName<NameOf<Rest>> | PlaceholdersOf<Rest> : never;

/** A message that names placeholders cannot be asked for without their values. */
export type ValuesOf<Text extends string> = [PlaceholdersOf<Text>] extends [never]
  ? [values?: undefined]
  : [values: Readonly<Record<PlaceholdersOf<Text>, string | number>>];
