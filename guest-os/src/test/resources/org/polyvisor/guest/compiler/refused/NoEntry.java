final class NoEntry {
    static void main() {}

    int main(int a) {
        return a;
    }
}
