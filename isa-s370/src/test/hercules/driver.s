# Runs a table of cases, one instruction or a few each, on a System/370 in BC mode and keeps what each left behind.
#
# Assemble:  s390x-linux-gnu-as -m31 -mesa -o driver.o driver.s
#            s390x-linux-gnu-objcopy -O binary -j .text driver.o driver.bin
# (driver.hex, the resource that the oracle loads, is driver.bin as hexadecimal digits: see assemble.sh)
#
# The caller (class Hercules) puts the parameters at X'200' and the case table behind the driver, and performs a restart.
# The driver ends in the disabled wait state, with address DONE (X'D0E') when all is well or FULL (X'BAD') when the results do not fit,
# or DEFECT (X'DEAD') when the driver itself was interrupted; the old PSWs say why.
#
# Storage      0 -    FFF  driver, new PSWs, parameters
#           2000 -   6FFF  what the case areas held before the case
#           8000 -   BFFF  first case area, eight 2K blocks
#           C000 -   FFFF  16K of SVC 255: both areas are filled with it before each case
#          10100 - ......  case table, then results
#     last 4,096 bytes     second case area, two 2K blocks
#
# Case    0 length of the case  2 number of pieces of storage  4 ten storage keys  16 PSW  24 control register 8
#        28 general registers   92 pieces: address (4), length (2), bytes
# Result  0 length of the result  2 ending: 0 external, 1 SVC, 2 program, 3 machine check, 4 I/O  4 general registers
#        68 external, SVC and program old PSW  92 storage 128-159  124 storage 0-23
#       148 ten storage keys with reference and change bits  158 number of changed words  160 changed words: address, word

        .text
base:
        .long   0, start-base                   # restart new PSW
        .org    base+0x58
        .long   0, external-base                # external new PSW
        .long   0, supervisor-base              # SVC new PSW
        .long   0, program-base                 # program new PSW
        .long   0, machine-base                 # machine-check new PSW
        .long   0, channel-base                 # I/O new PSW

        .org    base+0x200                      # parameters, set by the caller
count:          .long   0                       # number of cases
table:          .long   0                       # address of the first case
results:        .long   0                       # address for the first result
limit:          .long   0                       # last address at which a result may begin
end_area:       .long   0                       # address of the second case area
results_end:    .long   0                       # answered: address behind the last result

        .org    base+0x240
first_area:     .long   0x8000
first_length:   .long   0x4000
end_length:     .long   0x1000
first_copy:     .long   0x2000
end_copy:       .long   0x6000
filler:         .long   0xc000
trap:           .short  0x0aff
block:          .short  2048
timer:          .long   0x00003c00              # 0.2 s, then a case that loops is interrupted
words:          .long   0xfffffffc
        .org    base+0x268                      # PSWs lie on doublewords
done:           .long   0x00020000, 0x00000d0e
full:           .long   0x00020000, 0x00000bad
defect:         .long   0x00020000, 0x0000dead
case_psw:       .long   0, 0
running:        .long   0
loop:           .long   0, 0, 0                 # registers 9 to 11 of the driver
        .org    base+0x2c0
registers:      .fill   64, 1, 0

# Register 9: cases left, 10: the case, 11: its result.

        .org    base+0x400
start:  l       2,filler-base(0)
        mvc     0(2,2),trap-base(0)
        la      3,64
fill:   mvc     2(254,2),0(2)                   # propagates the halfword
        la      4,256(2)
        mvc     0(2,4),trap-base(0)             # the last lies behind the filler, in front of the case table
        lr      2,4
        bct     3,fill-base(0)
        l       9,count-base(0)
        l       10,table-base(0)
        l       11,results-base(0)

next:   cl      11,limit-base(0)
        bc      2,out-base(0)
        l       2,first_area-base(0)            # both case areas: SVC 255
        l       3,first_length-base(0)
        l       4,filler-base(0)
        lr      5,3
        mvcl    2,4
        l       2,end_area-base(0)
        l       3,end_length-base(0)
        l       4,filler-base(0)
        lr      5,3
        mvcl    2,4
        xc      0(24,0),0(0)
        xc      0x18(40,0),0x18(0)
        xc      0x80(32,0),0x80(0)

        lh      8,2(10)                         # pieces
        la      7,92(10)
piece:  ltr     8,8
        bc      8,pieces-base(0)
        l       2,0(7)
        lh      3,4(7)
        lr      5,3
        la      4,6(7)
        la      7,6(3,7)
        mvcl    2,4
        bctr    8,0
        bc      15,piece-base(0)

pieces: l       2,first_copy-base(0)            # what was there
        l       3,first_length-base(0)
        l       4,first_area-base(0)
        lr      5,3
        mvcl    2,4
        l       2,end_copy-base(0)
        l       3,end_length-base(0)
        l       4,end_area-base(0)
        lr      5,3
        mvcl    2,4

        l       4,first_area-base(0)            # keys
        la      3,4(10)
        la      5,10
set:    ic      2,0(3)
        .short  0x0824                          # SSK 2,4
        ah      4,block-base(0)
        la      3,1(3)
        bct     5,switch-base(0)
        bc      15,go-base(0)
switch: c       5,two-base(0)                   # the last two are those of the second area
        bc      7,set-base(0)
        l       4,end_area-base(0)
        bc      15,set-base(0)
two:    .long   2

go:     mvc     case_psw-base(8,0),16(10)
        lctl    8,8,24(10)
        stm     9,11,loop-base(0)
        mvc     0x50(4,0),timer-base(0)
        mvi     running-base(0),1
        lm      0,15,28(10)
        lpsw    case_psw-base(0)

        .org    base+0x600                      # one entry an interruption class
external:
        stm     0,15,registers-base(0)
        la      2,0
        bc      15,ended-base(0)
        .org    base+0x610
supervisor:
        stm     0,15,registers-base(0)
        la      2,1
        bc      15,ended-base(0)
        .org    base+0x620
program:
        stm     0,15,registers-base(0)
        la      2,2
        bc      15,ended-base(0)
        .org    base+0x630
machine:
        stm     0,15,registers-base(0)
        la      2,3
        bc      15,ended-base(0)
        .org    base+0x640
channel:
        stm     0,15,registers-base(0)
        la      2,4
        bc      15,ended-base(0)

ended:  tm      running-base(0),1               # the driver itself was interrupted
        bc      8,broken-base(0)
        mvi     running-base(0),0
        lm      9,11,loop-base(0)
        sth     2,2(11)
        l       4,first_area-base(0)            # keys, before anything else touches the areas
        la      3,148(11)
        la      5,10
get:    sr      2,2
        .short  0x0924                          # ISK 2,4
        .long   0xb2134000                      # RRB 0(4): the condition code shows reference and change bit
        bc      8,keep-base(0)
        bc      4,changed-base(0)
        bc      2,fetched-base(0)
        la      2,2(2)
fetched:
        la      2,4(2)
        bc      15,keep-base(0)
changed:
        la      2,2(2)
keep:   stc     2,0(3)
        ah      4,block-base(0)
        la      3,1(3)
        bct     5,other-base(0)
        bc      15,saved-base(0)
other:  c       5,two-base(0)
        bc      7,get-base(0)
        l       4,end_area-base(0)
        bc      15,get-base(0)

saved:  mvc     4(64,11),registers-base(0)
        mvc     68(24,11),0x18(0)
        mvc     92(32,11),0x80(0)
        mvc     124(24,11),0(0)
        la      12,160(11)                      # changed words
        sr      13,13
        l       2,first_area-base(0)
        l       3,first_length-base(0)
        l       4,first_copy-base(0)
        bal     14,differ-base(0)
        l       2,end_area-base(0)
        l       3,end_length-base(0)
        l       4,end_copy-base(0)
        bal     14,differ-base(0)
        sth     13,158(11)
        lr      2,12
        sr      2,11
        sth     2,0(11)
        lr      11,12
        ah      10,0(10)
        bct     9,next-base(0)
        st      11,results_end-base(0)
        lpsw    done-base(0)
out:    lpsw    full-base(0)
broken: lpsw    defect-base(0)

differ: lr      5,3                             # compares 3 bytes at 2 and at 4
        clcl    2,4
        bcr     8,14
        lr      6,2
        n       6,words-base(0)
        st      6,0(12)
        mvc     4(4,12),0(6)
        la      12,8(12)
        la      13,1(13)
        la      6,4(6)
        sr      6,2
        ar      2,6
        ar      4,6
        sr      3,6
        bc      2,differ-base(0)
        bcr     15,14
        .org    base+0x800
