import Argus
import Arion
import Forge
import Kernel
import Model
import Oliver
import Spark
import Stella

extension Suite {
    /// The six platforms over the one data model. No other file names them all.
    static func sextant(mail: MailSettings? = nil) -> Suite {
        Suite(
            [ArionPlatform(), SparkPlatform(mail: mail), OliverPlatform(), StellaPlatform(), ForgePlatform(), ArgusPlatform()],
            objects: DataModel.objects, events: DataModel.events)
    }
}
