package org.polyvisor.guest.program;

import org.polyvisor.isa.guest.Guest;

/** Multiplies matrices and sorts the product. */
final class Matrix {
    private static final int SIZE = 40;

    private Matrix() {}

    static int main() {
        int[] a = new int[SIZE * SIZE];
        int[] b = new int[SIZE * SIZE];
        int seed = 1;
        for (int i = 0; i < a.length; i++) {
            seed = seed * 1_103_515_245 + 12_345;
            a[i] = (seed >> 16) % 1_000;
            b[i] = seed >>> 20;
        }
        int[] product = new int[SIZE * SIZE];
        for (int round = 0; round < 3; round++) {
            multiply(a, b, product);
            for (int i = 0; i < a.length; i++) a[i] = product[i] / 7_919;
        }
        int before = sum(product);
        sort(product, 0, product.length - 1);
        for (int i = 1; i < product.length; i++) if (product[i - 1] > product[i]) return 1;
        Library.show(Guest.text("least"), product[0]);
        Library.show(Guest.text("median"), product[product.length / 2]);
        Library.show(Guest.text("most"), product[product.length - 1]);
        Library.show(Guest.text("sum"), before);
        return before == sum(product) ? 0 : 2;
    }

    private static void multiply(int[] a, int[] b, int[] product) {
        for (int row = 0; row < SIZE; row++) {
            for (int column = 0; column < SIZE; column++) {
                int sum = 0;
                for (int k = 0; k < SIZE; k++) sum += a[row * SIZE + k] * b[k * SIZE + column];
                product[row * SIZE + column] = sum;
            }
        }
    }

    private static int sum(int[] numbers) {
        int sum = 0;
        for (int i = 0; i < numbers.length; i++) sum += numbers[i];
        return sum;
    }

    /** Quicksort, as Hoare wrote it. */
    private static void sort(int[] numbers, int from, int to) {
        if (from >= to) return;
        int pivot = numbers[(from + to) >>> 1];
        int low = from;
        int high = to;
        while (low <= high) {
            while (numbers[low] < pivot) low++;
            while (numbers[high] > pivot) high--;
            if (low > high) break;
            int exchanged = numbers[low];
            numbers[low] = numbers[high];
            numbers[high] = exchanged;
            low++;
            high--;
        }
        sort(numbers, from, high);
        sort(numbers, low, to);
    }
}
