final class Casts {
    static final class Box<T> {
        T content;
    }

    static final Box<int[]> BOX = new Box<>();

    static int size(Object o) {
        return o instanceof int[] ? ((int[]) o).length : 0;
    }

    static int main() {
        return size(BOX) + BOX.content.length;
    }
}
