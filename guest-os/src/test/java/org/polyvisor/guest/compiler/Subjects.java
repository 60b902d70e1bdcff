package org.polyvisor.guest.compiler;

/** Methods that are compiled: each takes two numbers. */
final class Subjects {
    static final class Node {
        Node next;
        int key;
        byte small;

        int twice() {
            return key * 2;
        }
    }

    static final int[] WORDS = new int[16];
    static final byte[] BYTES = {1, -2, 3, -4, 127, -128, 7, 8};
    static final char[] CHARS = {'a', 'b', 65535, 'd'};
    static final boolean[] FLAGS = {true, false, true};
    static final Node[] NODES = {new Node(), new Node(), new Node()};
    static int counter;
    static Node head;

    private Subjects() {}

    static int arithmetic(int a, int b) {
        int d = b == 0 ? 1 : b;
        return (a + b) * (a - b) / d + a % d + (a << b) + (a >> b) + (a >>> b) + (a & b | ~a ^ b) - -a + (byte) a + (short) b + (char) a;
    }

    static int loops(int a, int b) {
        int sum = 0;
        for (int i = 0; i < (a & 15); i++) {
            int j = i;
            while (j > 0 && sum < 100000) {
                sum += j * b;
                j -= 2;
                if (j == 7) continue;
                if (sum == 12345) break;
            }
            do {
                sum++;
            } while ((sum & 7) != (b & 7));
        }
        return sum;
    }

    static int exchanges(int a, int b) {
        int i = a, j = b;
        i = i++ + ++i;
        j = (i = j) + (j = i + 1) - i++;
        int[] w = WORDS;
        w[i & 15] = w[(i + 1) & 15] = j;
        w[i++ & 15] += w[j-- & 15]++ + --w[3];
        counter = counter++ + i;
        return a * (a > b ? i : a == b ? j : b - (i > 3 ? 1 : 2)) + w[2] * w[i & 15] + counter;
    }

    @SuppressWarnings("lossy-conversions") // is what is tested
    static int cells(int a, int b) {
        int sum = 0;
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] += a;
            sum = sum * 3 + BYTES[i] + (BYTES[i] & 0xff);
            CHARS[i & 3] -= b;
            sum += CHARS[i & 3];
        }
        FLAGS[1] = a < b;
        FLAGS[2] ^= FLAGS[1];
        for (boolean f : FLAGS) sum = sum * 2 + (f ? 1 : 0);
        return sum;
    }

    static int objects(int a, int b) {
        Node list = null;
        for (int i = 0; i < NODES.length; i++) {
            Node n = NODES[i];
            n.key = a * i + b;
            n.small = (byte) n.key;
            n.next = list;
            list = n;
        }
        head = list;
        int sum = 0;
        for (Node n = head; n != null; n = n.next) sum = sum * 31 + n.twice() + n.small;
        return head == NODES[2] ? sum : -1;
    }

    @SuppressWarnings("fallthrough") // is what is tested
    static int switches(int a, int b) {
        int r = 0;
        for (int k = a - 4; k < a + 4; k++) {
            switch (k) {
                case 1, 2, 3:
                    r += 5;
                case 4:
                    r ^= k;
                    break;
                case 100:
                    r = 1;
                    break;
                case -7:
                    return r;
                default:
                    r--;
            }
            r = r * 7 + switch (k + b) {
                case 0 -> 1;
                case 3, 5, 7, 9, 11, 13 -> k;
                case 20 -> {
                    int t = k;
                    while (t > 5 && t < 99) t -= 3;
                    yield t;
                }
                default -> b;
            };
        }
        return r;
    }

    static int calls(int a, int b) {
        int x = a + 1, y = b + 2, z = a ^ b, u = a * 3, v = b * 5, w = a - b;
        return many(x, y, z, many(a, b, x, y, z, u, v, w), u, v, choose(a > b, x, y), w) + x + y + z + u + v + w;
    }

    private static int many(int a, int b, int c, int d, int e, int f, int g, int h) {
        return a - 2 * b + 3 * c - 4 * d + 5 * e - 6 * f + 7 * g - 8 * h;
    }

    private static int choose(boolean which, int a, int b) {
        return which ? a : b;
    }
}
