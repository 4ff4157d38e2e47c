// takes: a value and a number · gives: the number back, for the same owner, as fast as reading a field
// A copy made by spreading has no stamp, which is what a WeakMap would give; a WeakMap costs three times as much.

/** Its constructor returns what it is given, so that a subclass can put private fields on it. */
const Given = function given(part: object): object {
  return part
} as unknown as new (
  part: object,
) => object

/** A class since only a class has private fields. */
export class Stamp extends Given {
  #number = 0
  #owner: object | undefined

  static read(part: object, owner: object): number | undefined {
    return #number in part && part.#owner === owner ? part.#number : undefined
  }

  static put(part: object, owner: object, number: number): void {
    const stamped = #number in part ? part : (new Stamp(part) as object)
    if (!(#number in stamped)) return
    stamped.#number = number
    stamped.#owner = owner
  }
}
