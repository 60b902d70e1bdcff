package org.polyvisor.guest.kernel;

/** Objects from a pool, in a list sorted by insertion; methods of objects; a record; null. */
final class Structs {
    static final class Node {
        static final Node[] POOL = new Node[40];
        static Node free;

        static {
            for (int i = 0; i < POOL.length; i++) {
                Node n = new Node();
                n.key = i * 3;
                n.next = free;
                free = n;
                POOL[i] = n;
            }
        }

        Node next;
        int key;
        short s;
        byte b;
        char c;
        boolean marked;

        static Node get() {
            Node n = free;
            if (n != null) {
                free = n.next;
                n.next = null;
            }
            return n;
        }

        void put() {
            next = free;
            free = this;
        }

        int sum(int factor) {
            return key * factor + s + b + c + (marked ? 1 : 0);
        }
    }

    record Pair(int first, Node second) {}

    static final Pair PAIR = new Pair(-77, Node.POOL[3]);

    static int main() {
        Node head = null;
        int n = 0;
        for (Node x = Node.get(); x != null; x = Node.get()) {
            x.key = x.key * 7 % 41 - 20;
            x.s = (short) (x.key * 5000);
            x.b = (byte) (x.key * 77);
            x.c = (char) x.key;
            x.marked = (x.key & 3) == 1;
            if (head == null || head.key >= x.key) {
                x.next = head;
                head = x;
            } else {
                Node p = head;
                while (p.next != null && p.next.key < x.key) p = p.next;
                x.next = p.next;
                p.next = x;
            }
            n++;
        }
        int h = n + PAIR.first() + PAIR.second().key;
        while (head != null) {
            h = h * 33 + head.sum(n);
            Node x = head;
            head = head.next;
            x.put();
        }
        return h;
    }
}
