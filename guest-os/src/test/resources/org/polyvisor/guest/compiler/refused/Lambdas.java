final class Lambdas {
    interface Function {
        int of(int a);
    }

    sealed interface Shape {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    static final Shape SHAPE = new Circle(3);

    static int main() {
        Function twice = x -> 2 * x;
        Function minus = Math::negateExact;
        int area = switch (SHAPE) {
            case Circle c -> 3;
            case Square s -> 4;
        };
        return twice.of(area) + minus.of(1) + CIRCLE.hashCode();
    }

    static final Circle CIRCLE = new Circle(1);
}
