/// The journal of Harbour Coffee, written for the demo.
enum HarbourArticles {
    /// Days before the end, and the Markdown with its front matter.
    static let all: [(daysAgo: Int, markdown: String)] = [(210, grinder), (118, invoices), (46, water), (6, list)]

    private static let grinder = """
        ---
        title: Dialling in a grinder by numbers
        journal: Signal
        category: Craft
        tags: [Espresso, Measuring]
        author: Mia Roth
        author_bio: Roasts on Mondays, writes software for the rest of the week.
        summary: Change one thing, weigh everything, and write it down. Ten shots are enough.
        ---

        A new bag of beans used to cost us a morning. Somebody turned the grinder, somebody else changed the dose, and by ten o'clock nobody
        knew which of the two had helped.

        ## One thing at a time

        We now keep the dose at eighteen grams and touch nothing but the grind. Every shot is weighed and timed. If thirty-six grams take
        twenty seconds, we go finer; if they take forty, coarser. Taste comes third, because a tongue remembers the shot before.

        ## Write it down

        | shot | setting | seconds | verdict |
        |---|---|---|---|
        | 1 | 14 | 19 | sour |
        | 2 | 12 | 24 | close |
        | 3 | 11 | 28 | keep |

        Three shots, one table, and the afternoon shift starts where the morning ended.
        """

    private static let invoices = """
        ---
        title: What we learned from our unpaid invoices
        journal: Signal
        category: Business
        tags: [Invoices, Habits]
        author: Ana Keller
        author_bio: Started Harbour Coffee with one roaster and a borrowed van.
        summary: Most late payers were not unwilling. They had never seen the invoice.
        ---

        Last winter a tenth of our money was somebody else's. We made a list of every invoice that was late, and called each customer to ask
        why. We expected excuses. What we heard was more useful.

        ## They had not seen it

        Six of ten had never opened the mail. It went to the person who had ordered, who had left, or who thought that somebody else was
        paying. We now ask for the address of whoever pays when we open an account.

        ## The first day counts

        Invoices that go out on the day of delivery are paid in two weeks. Those that wait until the end of the month take five. The paper
        says thirty days in both cases.

        So we stopped collecting them. An invoice is part of the delivery, like the lid on the cup.
        """

    private static let water = """
        ---
        title: Half of the cup is somewhere else
        journal: Signal
        category: Craft
        tags: [Water, Filter]
        author: Mia Roth
        summary: The same beans taste flat in Basel and bright in Bern. It is not the barista.
        ---

        A customer moved from Bern to Basel and wrote that our coffee had become worse. We sent a fresh bag. It was still worse. Then we asked
        for a bottle of their tap water.

        ## Hard and soft

        Coffee is more than ninety-eight parts of a hundred water, and what is dissolved in it decides what it can take out of the beans.
        Very hard water leaves the cup flat; very soft water makes it sharp.

        ## What to do

        1. Ask your town for the hardness. They publish it.
        2. Above fifteen degrees, use a filter jug and change its cartridge.
        3. Taste the same beans twice, side by side, before you change the roast.

        Our customer bought a jug for forty francs. The bag we had sent was fine all along.
        """

    private static let list = """
        ---
        title: Why the morning list was slow, and what made it quick
        journal: Signal
        category: Signal
        tags: [Measuring, Orders]
        author: Mia Roth
        summary: We had three theories about our delivery list. A stopwatch disagreed with all of them.
        ---

        Our delivery list took twenty minutes every morning. Everybody had a theory: too many orders, too few vans, a bad printer. We measured
        before we argued.

        ## Where the minutes were

        We followed one order with a stopwatch for a week. Picking took four minutes, printing one. The other fifteen went into questions:
        which door, which floor, who signs?

        ## Ask once

        The answers were always the same, so they belong to the customer and not to the morning. We wrote them into the record, and the list
        prints them. Twenty minutes became five.

        > Profile first. The slow part is rarely where you think it is.

        The vans are fine. The printer, too.
        """
}
