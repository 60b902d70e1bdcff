final class Enumeration {
    enum Colour {
        RED,
        GREEN
    }

    static int main() {
        Colour c = Colour.GREEN;
        return c == Colour.RED ? 1 : 0;
    }
}
