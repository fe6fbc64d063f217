/** A storage buffer that a kernel binds. */
export interface Binding {
  readonly access: "read" | "read_write";
  /** In WGSL. */
  readonly type: string;
}

/**
 * The bindings of a kernel by their name in WGSL. The order is that of the binding numbers, which appear nowhere else.
 */
export type Bindings<Name extends string> = Readonly<Record<Name, Binding>>;

export interface KernelSource<Name extends string> {
  readonly bindings: Bindings<Name>;
  /** Complete WGSL with the entry point `main`. */
  readonly code: string;
}

export function read(type: string): Binding {
  return { access: "read", type };
}

export function readWrite(type: string): Binding {
  return { access: "read_write", type };
}

export function joinBindings<First extends string, Second extends string>(
  first: Bindings<First>,
  second: Bindings<Second>,
): Bindings<First | Second> {
  return { ...first, ...second } as Bindings<First | Second>;
}

/** Puts the declarations of the bindings between `head`, which begins with the directives, and `body`. */
export function kernelSource<Name extends string>(
  head: string,
  bindings: Bindings<Name>,
  body: string,
): KernelSource<Name> {
  const declarations = Object.entries<Binding>(bindings).map(
    ([name, { access, type }], number) =>
      `@group(0) @binding(${number}) var<storage, ${access}> ${name}: ${type};\n`,
  );
  return { bindings, code: `${head}\n${declarations.join("")}${body}` };
}
