final class Objects {
    static final class Node {
        Node next;
    }

    static Node first = new Node();

    static int main() {
        first = new Node();
        int[] numbers = new int[4];
        Node[] nodes = new Node[3];
        int[][] table = new int[2][3];
        return numbers.length + nodes.length + table.length;
    }
}
