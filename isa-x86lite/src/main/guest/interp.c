/*
 * A stack machine that interprets a program in byte code: how many steps the
 * numbers of a range need to 1 (Collatz), counted in cells. The machine jumps
 * through a table indexed by the operation.
 */
#include "workload.h"

enum { RANGE = 50, DEPTH = 8, CELLS = 64 };
enum {
    END, PUSH, LOAD, STORE, ADD, SUBTRACT, MULTIPLY, AND, HALVE, DUPLICATE, FETCH, PUT,
    INCREMENT, JUMP, JUMP_IF_ZERO, JUMP_IF_NOT, CALL, RETURN
};
enum { NUMBER, LIMIT, STEPS, X, SUM, VARIABLES };
enum { NEXT_NUMBER = 0, NEXT_STEP = 8, COUNTED = 21, COLLATZ = 52, EVEN = 70, SET = 73 }; /* offsets in the program */

const char workload_name[] = "interp";

static const byte program[] = {
    /* NEXT_NUMBER */
    LOAD, NUMBER,
    STORE, X,
    PUSH, 0,
    STORE, STEPS,
    /* NEXT_STEP */
    LOAD, X,
    PUSH, 1,
    SUBTRACT,
    JUMP_IF_ZERO, COUNTED,
    CALL, COLLATZ,
    INCREMENT, STEPS,
    JUMP, NEXT_STEP,
    /* COUNTED */
    LOAD, STEPS,
    PUSH, CELLS - 1,
    AND,
    DUPLICATE,
    FETCH,
    PUSH, 1,
    ADD,
    PUT,
    LOAD, SUM,
    PUSH, 31,
    MULTIPLY,
    LOAD, STEPS,
    ADD,
    STORE, SUM,
    INCREMENT, NUMBER,
    LOAD, NUMBER,
    LOAD, LIMIT,
    SUBTRACT,
    JUMP_IF_NOT, NEXT_NUMBER,
    END,
    /* COLLATZ */
    LOAD, X,
    PUSH, 1,
    AND,
    JUMP_IF_ZERO, EVEN,
    LOAD, X,
    DUPLICATE,
    DUPLICATE,
    ADD,
    ADD,
    PUSH, 1,
    ADD,
    JUMP, SET,
    /* EVEN */
    LOAD, X,
    HALVE,
    /* SET */
    STORE, X,
    RETURN
};

static word stack[DEPTH];
static word variables[VARIABLES];
static word cells[CELLS];

static void interpret(void)
{
    static const void *const operations[] = {
        &&end, &&push, &&load, &&store, &&add, &&subtract, &&multiply, &&and, &&halve, &&duplicate, &&fetch, &&put,
        &&increment, &&jump, &&jump_if_zero, &&jump_if_not, &&call, &&return_
    };
    const byte *next = program;
    word *top = stack;

#define NEXT goto *operations[*next++]
    NEXT;
push:
    *++top = *next++;
    NEXT;
load:
    *++top = variables[*next++];
    NEXT;
store:
    variables[*next++] = *top--;
    NEXT;
add:
    top--;
    top[0] += top[1];
    NEXT;
subtract:
    top--;
    top[0] -= top[1];
    NEXT;
multiply:
    top--;
    top[0] *= top[1];
    NEXT;
and:
    top--;
    top[0] &= top[1];
    NEXT;
halve:
    *top >>= 1;
    NEXT;
duplicate:
    top++;
    top[0] = top[-1];
    NEXT;
fetch:
    *top = cells[*top];
    NEXT;
put:
    top -= 2;
    cells[top[1]] = top[2];
    NEXT;
increment:
    variables[*next++]++;
    NEXT;
jump:
    next = program + *next;
    NEXT;
jump_if_zero:
    next = *top-- ? next + 1 : program + *next;
    NEXT;
jump_if_not:
    next = *top-- ? program + *next : next + 1;
    NEXT;
call:
    *++top = (word) (next + 1 - program);
    next = program + *next;
    NEXT;
return_:
    next = program + *top--;
    NEXT;
end:
    return;
}

word workload(word count)
{
    word checksum = 0;
    word seed = 1;

    while (count--) {
        word i;

        for (i = 0; i < CELLS; i++) {
            cells[i] = 0;
        }
        seed = next_random(seed);
        variables[NUMBER] = (seed >> 16 & 0x7FFF) + 1;
        variables[LIMIT] = variables[NUMBER] + RANGE;
        variables[SUM] = 0;
        interpret();
        checksum = checksum * 31 + variables[SUM];
        for (i = 0; i < CELLS; i++) {
            checksum = checksum * 31 + cells[i];
        }
    }
    return checksum;
}
