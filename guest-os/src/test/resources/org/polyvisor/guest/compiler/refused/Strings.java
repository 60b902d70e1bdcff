import org.polyvisor.isa.guest.Guest;

final class Strings {
    static final String CONSTANT = "a constant is a literal";
    static final String[] NAMES = {"one"};

    static int main() {
        String s = "text";
        byte[] good = Guest.text(CONSTANT);
        byte[] bad = Guest.text(s + good.length);
        byte[] chosen = Guest.text(good.length > 3 ? "a" : "b");
        Class<?> c = Strings.class;
        return bad.length + chosen.length + NAMES.length;
    }
}
