class Dispatch {
    interface Shape {
        int area();

        static int unit() {
            return 1;
        }
    }

    static final class Square implements Shape {
        public int area() {
            return 4;
        }
    }

    static final Square SQUARE = new Square();
    static final Dispatch SELF = new Dispatch();

    int open() {
        return 1;
    }

    private int closed() {
        return 2;
    }

    static int main() {
        Shape s = SQUARE;
        return s.area() + SQUARE.area() + SELF.open() + SELF.closed() + Shape.unit() + SQUARE.hashCode();
    }
}
