final class KernelArrays {
    static final int[] CONTEXT = {1};

    static int[] boot() {
        byte[] line = new byte[80];
        int[][] lines = new int[4][];
        return line.length > 3 ? CONTEXT : lines[0];
    }

    static int[] trap(int vector, int info) {
        return CONTEXT;
    }
}
