/** The part of the quadprog package that is used. All arrays count from 1: element 0 is ignored. */
declare module 'quadprog' {
  /** Minimises ½xᵀDx − dᵀx subject to Aᵀx ≥ b, the first `equalities` columns of A holding exactly. Overwrites D and d. */
  export function solveQP(
    D: number[][],
    d: number[],
    A: number[][],
    b: number[],
    equalities: number,
  ): { readonly solution: number[]; readonly message: string };
}
