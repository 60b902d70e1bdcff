final class HugeHeap {
    static int[] first = new int[3_000_000];
    static byte[] second = new byte[2_000_000];
    static byte[] third = new byte[20_000_000];

    static int main() {
        return first.length + second.length + third.length;
    }
}
